import { loadClientConnectConfig } from '@temporalio/envconfig';
import { EvalError } from '../../core/errors.ts';
import { dataDirectoryFrom } from './data-paths.ts';
import { isAlive } from './process-identity.ts';
import { readStackState } from './stack-state.ts';

/** Accepted by the client's `Connection` and by the worker's `NativeConnection` alike. */
interface TemporalConnectionOptions {
  readonly address: string;
  readonly tls?: boolean | TlsOptions;
  readonly apiKey?: string;
  readonly metadata?: Record<string, string>;
}

interface TlsOptions {
  serverNameOverride?: string;
  serverRootCACertificate?: Uint8Array;
  clientCertPair?: { crt: Uint8Array; key: Uint8Array };
}

export interface ConnectionSettings {
  readonly source: 'environment' | 'profile' | 'embedded';
  readonly address: string;
  readonly namespace: string;
  /** Not enumerable: it may hold an API key or a private key, which no log or dump may show. */
  readonly connectionOptions: TemporalConnectionOptions;
}

export interface ConnectionSettingsOptions {
  readonly dataDirectory?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Where clients and workers connect: the `TEMPORAL_*` environment, else a profile of the Temporal
 * configuration file, else the embedded server of the data directory when it lives. `undefined` means
 * that there is no server and the caller may start one.
 */
export async function connectionSettings(
  options: ConnectionSettingsOptions = {},
): Promise<ConnectionSettings | undefined> {
  const environment = options.environment ?? process.env;
  const configured = fromEnvironment(environment);
  if (configured !== undefined) return configured;
  const { state } = await readStackState(options.dataDirectory ?? dataDirectoryFrom(environment));
  if (!state?.server || !isAlive(state.server)) return undefined;
  const { address, namespace } = state.server;
  return withHiddenOptions('embedded', namespace, { address });
}

function fromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): ConnectionSettings | undefined {
  const { connectionOptions, namespace = 'default' } = load(environment);
  const address = connectionOptions.address;
  const profile = environment['TEMPORAL_PROFILE'];
  if (!address) {
    if (!profile) return undefined;
    throw new EvalError(
      'config-invalid',
      `Cannot connect to Temporal with the profile "${profile}": it has no address. Add \`address = "host:7233"\` to it or set TEMPORAL_ADDRESS.`,
    );
  }
  if (!/^(\[[0-9a-f:]+\]|[^\s:/]+)(:\d{1,5})?$/i.test(address)) {
    throw new EvalError(
      'config-invalid',
      `Cannot connect to Temporal at "${address}": expected host:port without a scheme, for example localhost:7233.`,
    );
  }
  const { tls, apiKey, metadata } = connectionOptions;
  return withHiddenOptions(environment['TEMPORAL_ADDRESS'] ? 'environment' : 'profile', namespace, {
    address,
    ...(tls === undefined || tls === null ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(metadata === undefined ? {} : { metadata: metadata as Record<string, string> }),
  });
}

function load(environment: Readonly<Record<string, string | undefined>>) {
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    // An exported but empty variable means "not set" to a person.
    if (value !== undefined && value !== '') present[name] = value;
  }
  try {
    return loadTolerantly(present);
  } catch (error) {
    throw new EvalError('config-invalid', explainLoadFailure(error, present));
  }
}

/** The loader trips over a file that holds no profile at all; such a file says nothing. */
function loadTolerantly(overrideEnvVars: Record<string, string>) {
  try {
    return loadClientConnectConfig({ overrideEnvVars });
  } catch (error) {
    const isEmptyFile =
      error instanceof TypeError && overrideEnvVars['TEMPORAL_PROFILE'] === undefined;
    if (!isEmptyFile) throw error;
    return loadClientConnectConfig({ overrideEnvVars, disableFile: true });
  }
}

/** The parser's own message quotes the broken line, which may be the one with the API key. */
function explainLoadFailure(error: unknown, environment: Record<string, string>): string {
  const file = environment['TEMPORAL_CONFIG_FILE'] ?? 'the Temporal configuration file';
  if (error instanceof Error && 'line' in error) {
    return `Cannot read ${file}: line ${String(error.line)} is not valid TOML. Mend that line, or set TEMPORAL_CONFIG_FILE to another file.`;
  }
  if (error instanceof Error && /^Profile '.*' not found/.test(error.message)) {
    return `Cannot connect to Temporal: ${file} has no profile "${environment['TEMPORAL_PROFILE'] ?? ''}". Add it there, or unset TEMPORAL_PROFILE.`;
  }
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  const path = error instanceof Error && 'path' in error ? String(error.path) : file;
  return `Cannot read the Temporal connection settings from ${path}${code}. Check the TEMPORAL_* variables and the files they name.`;
}

function withHiddenOptions(
  source: ConnectionSettings['source'],
  namespace: string,
  connectionOptions: TemporalConnectionOptions,
): ConnectionSettings {
  const visible = { source, address: connectionOptions.address, namespace };
  return Object.defineProperty(visible, 'connectionOptions', {
    value: connectionOptions,
    enumerable: false,
  }) as typeof visible & { connectionOptions: TemporalConnectionOptions };
}
