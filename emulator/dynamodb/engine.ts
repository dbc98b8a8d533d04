import { createRequire } from 'node:module';

const load = createRequire(__filename);

interface DynaliteStore {
  readonly options?: unknown;
}
type ActionModule = (
  store: DynaliteStore,
  data: object,
  done: (error: Error | null, result: object) => void,
) => void;
interface ValidationModule {
  types: object;
  custom?: unknown;
}
const database = load('dynalite/db') as { create(options: object): DynaliteStore };
const validations = load('dynalite/validations') as {
  checkTypes(data: object, types: object): object;
  checkValidations(data: object, types: object, custom: unknown, store: DynaliteStore): void;
};

/** dynalite's engine, called in process: the wire is the front door's. */
export class DynamoDbEngine {
  private readonly store = database.create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });

  async run(operation: string, input: object): Promise<object> {
    const module = operation.charAt(0).toLowerCase() + operation.slice(1);
    const { types, custom } = load(`dynalite/validations/${module}`) as ValidationModule;
    const action = load(`dynalite/actions/${module}`) as ActionModule;
    const data = validations.checkTypes(input, types);
    validations.checkValidations(data, types, custom, this.store);
    return new Promise((resolve, reject) => {
      action(this.store, data, (error, result) => (error ? reject(error) : resolve(result)));
    });
  }
}
