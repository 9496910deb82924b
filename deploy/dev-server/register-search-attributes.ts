import { Connection } from '@temporalio/client';
import { EvalError, messageOf } from '../../core/errors.ts';
import { SEARCH_ATTRIBUTES } from '../../core/search-attributes.ts';

type OperatorService = Connection['operatorService'];
type WireType = Awaited<
  ReturnType<OperatorService['listSearchAttributes']>
>['customAttributes'][string];

/** `temporal.api.enums.v1.IndexedValueType`; its numbers are the wire format, its enum is not exported. */
const WIRE_TYPES = { KEYWORD: 2, INT: 3, DOUBLE: 4, KEYWORD_LIST: 7 } as unknown as Readonly<
  Record<AttributeType, WireType>
>;
type AttributeType = (typeof SEARCH_ATTRIBUTES)[keyof typeof SEARCH_ATTRIBUTES];
const ALREADY_EXISTS = 6;

export interface SearchAttributeReport {
  readonly missing: readonly string[];
  /** Registered under our name with another type, in words. */
  readonly conflicting: readonly string[];
}

/** The same over a connection of its own, for a server without TLS or keys. */
export async function registerOnServer(server: {
  readonly address: string;
  readonly namespace: string;
}): Promise<void> {
  const connection = await Connection.connect({ address: server.address });
  try {
    await registerSearchAttributes(connection, server.namespace);
  } finally {
    await connection.close();
  }
}

/** Registers what is absent; running it again, or twice at once, changes nothing. */
async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const report = await inspectSearchAttributes(connection, namespace);
  if (report.conflicting.length > 0) {
    throw new EvalError(
      'config-invalid',
      `Cannot use the Temporal namespace "${namespace}": the search attributes ${report.conflicting.join(', ')} have another type there. Remove them, or use another namespace.`,
    );
  }
  for (const name of report.missing) await addOne(connection, namespace, name);
}

export async function inspectSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<SearchAttributeReport> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing: string[] = [];
  const conflicting: string[] = [];
  for (const [name, type] of Object.entries(SEARCH_ATTRIBUTES)) {
    const present = customAttributes[name];
    if (present === undefined || present === null) missing.push(name);
    else if (present !== WIRE_TYPES[type]) conflicting.push(`${name} (wanted ${type})`);
  }
  return { missing, conflicting };
}

async function addOne(connection: Connection, namespace: string, name: string): Promise<void> {
  const type = SEARCH_ATTRIBUTES[name as keyof typeof SEARCH_ATTRIBUTES];
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: { [name]: WIRE_TYPES[type] },
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === ALREADY_EXISTS) return;
    throw new EvalError(
      'server-unreachable',
      `Cannot register the search attribute ${name} on the namespace "${namespace}": ${messageOf(error)}. Ask an operator to run: temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${type}`,
      { cause: error },
    );
  }
}
