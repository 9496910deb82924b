import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvalError } from '../../../core/errors.ts';
import { parseS3Url } from '../../artifacts/s3-options.ts';

/** Where a table lies, as the library wants to hear it. */
export interface LanceLocation {
  readonly folder: string;
  readonly table: string;
  readonly storageOptions: Record<string, string>;
  /** Location of a file of the table, for the project's own readers. */
  file(name: string): string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `/folder/name.lance`, its file:// URL, or `s3://bucket/folder/name.lance` with connection options. */
export function lanceLocation(location: string, environment: Environment): LanceLocation {
  const isRemote = location.startsWith('s3://');
  const [path = '', query] = isRemote ? location.split('?') : [location];
  const local = path.startsWith('file://') ? fileURLToPath(path) : path;
  const plain = isRemote ? path.replace(/\/+$/, '') : resolve(local);
  const table = /^(.+)\.lance$/.exec(basename(plain))?.[1];
  if (table === undefined) {
    throw new EvalError(
      'dataset-not-found',
      `Cannot open the Lance table ${path}: expected a folder whose name ends in .lance.`,
    );
  }
  const options = query === undefined ? '' : `?${query}`;
  return {
    folder: isRemote ? plain.slice(0, plain.lastIndexOf('/')) : dirname(plain),
    table,
    storageOptions: isRemote ? storageOptions(`${plain}${options}`, environment) : {},
    file: (name) => `${plain}/${name}${options}`,
  };
}

/** The connection of the artifact store's URLs in the words of this library; secrets stay in the environment. */
function storageOptions(url: string, environment: Environment): Record<string, string> {
  const { endpoint, region, pathStyle } = parseS3Url(url, environment);
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(endpoint?.startsWith('http:') === true ? { allow_http: 'true' } : {}),
    ...(region === undefined ? {} : { region }),
    virtual_hosted_style_request: String(!pathStyle),
  };
}
