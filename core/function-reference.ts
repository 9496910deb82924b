/**
 * A `!function file.name` reference after loading: plain data that can be frozen into a manifest. An alias
 * and no interface, so that it counts as JSON.
 */
// oxlint-disable-next-line typescript/consistent-type-definitions
export type FunctionReference = {
  /** Absolute path of the module, or `builtin:<task folder>/<file>` for the shipped catalogue. */
  readonly $module: string;
  readonly $export: string;
};

/** What a task's module exports, loaded once, by reference. Whoever calls it checks what it returns. */
export interface TaskFunctions {
  get(reference: FunctionReference): unknown;
}

export const NO_FUNCTIONS: TaskFunctions = {
  get(reference) {
    throw new Error(`The function ${reference.$export} was not loaded with its task.`);
  },
};

export function isFunctionReference(value: unknown): value is FunctionReference {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$module' in value &&
    '$export' in value &&
    typeof value.$module === 'string' &&
    typeof value.$export === 'string'
  );
}
