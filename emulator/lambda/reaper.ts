import { type ChildProcess, spawn } from 'node:child_process';

/** Reads `+ PID` and `- PID`; when its input ends, which a killed emulator cannot prevent, ends those it knows. */
const script = `
pids=' '
while read -r sign pid; do
  case $sign in
    +) pids="$pids$pid " ;;
    -) pids=$(printf %s "$pids" | sed "s/ $pid / /") ;;
  esac
done
[ "$pids" = ' ' ] || kill -9 $pids 2>/dev/null
`;

/**
 * Ends the functions' processes when the emulator is killed. Most see that their channel has closed, but one in an
 * endless loop sees nothing, and would take a core for ever. Not on Windows, which has no such shell.
 */
export class Reaper {
  private shell: ChildProcess | undefined;

  add(pid: number | undefined): void {
    if (process.platform === 'win32' || pid === undefined) return;
    this.shell ??= this.start();
    this.tell(`+ ${pid}`);
  }

  remove(pid: number | undefined): void {
    if (pid !== undefined) this.tell(`- ${pid}`);
  }

  close(): void {
    this.shell?.stdin?.end();
  }

  private tell(line: string): void {
    if (this.shell?.stdin?.writable) this.shell.stdin.write(`${line}\n`);
  }

  private start(): ChildProcess {
    // A session of its own: Ctrl-C is for the emulator.
    const shell = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    shell.on('error', () => {});
    shell.stdin.on('error', () => {});
    shell.unref();
    return shell;
  }
}
