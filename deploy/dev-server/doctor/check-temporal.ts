import { Connection } from '@temporalio/client';
import { messageOf } from '../../../core/errors.ts';
import { connectionSettings } from '../connection-settings.ts';
import type { ConnectionSettings } from '../connection-settings.ts';
import { findOnPath } from '../find-on-path.ts';
import { inspectSearchAttributes } from '../register-search-attributes.ts';
import { findTemporalBinary, TEMPORAL_CLI_VERSION } from '../resolve-temporal-binary.ts';
import { readStackState } from '../stack-state.ts';
import type { DoctorContext, Finding } from './doctor-check.ts';

const CONNECT_TIMEOUT_MS = 2_500;

export async function checkTemporalBinary(context: DoctorContext): Promise<Finding> {
  const passedOver: string[] = [];
  const { environment, cacheDirectory } = context;
  const binary = await findTemporalBinary({
    environment,
    cacheDirectory,
    log: (message) => passedOver.push(message),
  });
  if (binary !== undefined) {
    return { status: 'ok', found: `${binary.path}, server ${binary.serverVersion}` };
  }
  const found = ['none on PATH or in the cache', ...passedOver].join('; ');
  if (environment['TEMPORAL_ADDRESS']) {
    return { status: 'ok', found: `${found}; not needed with TEMPORAL_ADDRESS` };
  }
  const hasGo = (await findOnPath('go', environment['PATH'] ?? '')) !== undefined;
  return {
    status: 'warning',
    found,
    remedy: hasGo
      ? `The first start downloads ${TEMPORAL_CLI_VERSION} or builds it with Go (4 to 7 minutes, once).`
      : `The first start downloads ${TEMPORAL_CLI_VERSION}; offline, install Go or put \`temporal\` on PATH.`,
  };
}

export async function checkTemporalServer(context: DoctorContext): Promise<Finding> {
  const settings = await connectionSettings(context);
  if (settings === undefined) {
    return {
      status: 'ok',
      found: 'the embedded server is not running; runs start it by themselves',
    };
  }
  const where = `${settings.address}, namespace ${settings.namespace} (${settings.source})`;
  try {
    await withConnection(settings, (connection) =>
      connection.workflowService.describeNamespace({ namespace: settings.namespace }),
    );
    return { status: 'ok', found: `answers at ${where}` };
  } catch (error) {
    return {
      status: 'problem',
      found: `no use of ${where}: ${messageOf(error)}`,
      remedy:
        settings.source === 'embedded'
          ? 'Run `assay server start`; it replaces a hung server.'
          : 'Check the address, namespace, TEMPORAL_TLS_* and TEMPORAL_API_KEY, or unset them to use the embedded server.',
    };
  }
}

export async function checkSearchAttributes(context: DoctorContext): Promise<Finding> {
  const settings = await connectionSettings(context);
  if (settings === undefined) return { status: 'ok', found: 'registered at the next start' };
  try {
    const { missing, conflicting } = await withConnection(settings, (connection) =>
      inspectSearchAttributes(connection, settings.namespace),
    );
    if (missing.length + conflicting.length === 0) return { status: 'ok', found: 'all registered' };
    return {
      status: 'problem',
      found: [...missing.map((name) => `${name} missing`), ...conflicting].join(', '),
      remedy: `Run: temporal operator search-attribute create --namespace ${settings.namespace} --name NAME --type TYPE`,
    };
  } catch (error) {
    return { status: 'warning', found: `cannot be listed: ${messageOf(error)}` };
  }
}

export async function checkFairness(context: DoctorContext): Promise<Finding> {
  const settings = await connectionSettings(context);
  if (settings === undefined) return { status: 'ok', found: 'switched on at the next start' };
  const { state } = await readStackState(context.dataDirectory);
  const isOurs = settings.source === 'embedded' || settings.address === state?.server?.address;
  if (!isOurs) {
    return {
      status: 'warning',
      found: 'cannot be seen from outside the server',
      remedy:
        'Set matching.enableFairness: true there; without it one user can crowd out the rest.',
    };
  }
  if (state?.server?.dynamicConfig?.['matching.enableFairness'] === 'true') {
    return { status: 'ok', found: 'on' };
  }
  return {
    status: 'warning',
    found: 'off',
    remedy: 'Run `assay server stop` and `assay server start`.',
  };
}

async function withConnection<T>(
  settings: ConnectionSettings,
  action: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = Connection.lazy({
    ...settings.connectionOptions,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // Without the default retries the first failure is told, not the deadline that they run into.
    interceptors: [],
  });
  try {
    return await connection.withDeadline(Date.now() + CONNECT_TIMEOUT_MS, () => action(connection));
  } finally {
    await connection.close();
  }
}
