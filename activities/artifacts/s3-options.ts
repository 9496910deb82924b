import { checkArtifactKey } from '../../core/artifact-key.ts';
import { EvalError } from '../../core/errors.ts';

export interface S3Options {
  /** As given: it holds no secret, because a URL with one is refused. */
  readonly url: string;
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** undefined: Amazon's own, by region. */
  readonly endpoint: string | undefined;
  /** undefined: left to the profile of the AWS configuration. */
  readonly region: string | undefined;
  readonly pathStyle: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PARAMETERS = ['endpoint', 'region', 'path_style'];
/** What Amazon allows today plus the capitals and underscores of old and self-hosted buckets. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/;

/** `s3://bucket/prefix?endpoint=http://host:port&region=us-east-1&path_style=true`. */
export function parseS3Url(url: string, environment: Environment): S3Options {
  const parsed = parse(url);
  if (parsed.username !== '' || parsed.password !== '') {
    throw invalid(
      hideUser(url),
      'it contains credentials, which would end up in logs and results; remove them and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or an AWS profile) instead',
    );
  }
  const bucket = parsed.host;
  if (!BUCKET.test(bucket)) {
    throw invalid(
      url,
      `"${bucket}" is not a bucket name; expected 3 to 63 letters, digits, dots, dashes`,
    );
  }
  for (const name of parsed.searchParams.keys()) {
    if (!PARAMETERS.includes(name)) {
      throw invalid(
        `s3://${bucket}${parsed.pathname}`,
        `the option "${name}" is unknown; valid are ${PARAMETERS.join(', ')}`,
      );
    }
  }
  const endpoint = checkEndpoint(
    url,
    parsed.searchParams.get('endpoint') ??
      environment['AWS_ENDPOINT_URL_S3'] ??
      environment['AWS_ENDPOINT_URL'],
  );
  const region =
    parsed.searchParams.get('region') ??
    environment['AWS_REGION'] ??
    environment['AWS_DEFAULT_REGION'];
  return {
    url,
    bucket,
    prefix: checkPrefix(url, parsed.pathname),
    endpoint,
    // Self-hosted servers have no regions but the signature needs one; this is their usual default.
    region: region ?? (endpoint === undefined ? undefined : 'us-east-1'),
    pathStyle: readBoolean(url, parsed.searchParams.get('path_style'), endpoint !== undefined),
  };
}

function parse(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw invalid(hideUser(url), 'it is not a URL; expected s3://bucket/prefix');
  }
}

function checkPrefix(url: string, pathname: string): string {
  const prefix = pathname.replace(/^\/+|\/+$/g, '');
  if (prefix === '') return prefix;
  try {
    return checkArtifactKey(prefix);
  } catch (cause) {
    throw invalid(
      url,
      `the prefix "${prefix}" may hold only slash-separated names of letters, digits and "._=-"`,
      cause,
    );
  }
}

function checkEndpoint(url: string, endpoint: string | null | undefined): string | undefined {
  if (endpoint === undefined || endpoint === null || endpoint === '') return undefined;
  const parsed = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol)) {
    throw invalid(
      url,
      `the endpoint "${hideUser(endpoint)}" is not a URL; expected http://host:port or https://host`,
    );
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw invalid(
      url.split('?')[0]!,
      'the endpoint contains credentials; remove them and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead',
    );
  }
  return endpoint.replace(/\/+$/, '');
}

function readBoolean(url: string, text: string | null, fallback: boolean): boolean {
  if (text === null) return fallback;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw invalid(url, `path_style is "${text}"; expected true or false`);
}

function hideUser(url: string): string {
  return url.replace(/\/\/[^/?#]*@/, '//…@');
}

function invalid(url: string, reason: string, cause?: unknown): EvalError {
  return new EvalError(
    'config-invalid',
    `Cannot use the artifact store ${url}: ${reason}.`,
    cause === undefined ? {} : { cause },
  );
}
