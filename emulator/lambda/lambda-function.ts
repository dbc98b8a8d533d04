import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as path from 'node:path';

export interface LambdaFunctionProps {
  readonly functionName: string;
  readonly arn: string;
  readonly handler: string;
  readonly taskRoot: string;
  readonly timeoutInSeconds: number;
  readonly memorySizeInMb: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** A bundled Lambda function in its own process. */
export class LambdaFunction {
  private child: ChildProcess | undefined;

  constructor(private readonly props: LambdaFunctionProps) {}

  async invoke(event: unknown): Promise<unknown> {
    const child = await this.process();
    const answer = once(child, 'message') as Promise<[{ result?: string; error?: { errorMessage: string } }]>;
    child.send({
      event,
      deadline: Date.now() + this.props.timeoutInSeconds * 1000,
      context: {
        awsRequestId: randomUUID(),
        functionName: this.props.functionName,
        invokedFunctionArn: this.props.arn,
      },
    });
    const [{ result, error }] = await answer;
    if (error || result === undefined) throw new Error(error?.errorMessage ?? 'no result');
    return JSON.parse(result);
  }

  private async process(): Promise<ChildProcess> {
    if (this.child) return this.child;
    const { handler, taskRoot, functionName, memorySizeInMb, environment } = this.props;
    const child = fork(path.join(__dirname, 'bootstrap.cjs'), {
      cwd: taskRoot,
      execArgv: [`--max-old-space-size=${memorySizeInMb}`],
      env: {
        PATH: process.env.PATH,
        _HANDLER: handler,
        LAMBDA_TASK_ROOT: taskRoot,
        AWS_LAMBDA_FUNCTION_NAME: functionName,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySizeInMb),
        ...environment,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(child, 'message');
    this.child = child;
    return child;
  }

  close(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}
