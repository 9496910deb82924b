import { DefaultLogger, Runtime, makeTelemetryFilterString } from '@temporalio/worker';
import { EvalError } from '../core/errors.ts';

/** Where metrics and traces go: the one `--telemetry` option, taken apart. */
export interface TelemetryTargets {
  /** HOST:PORT to be scraped at. */
  readonly prometheus?: string;
  /** http://HOST:PORT of an OpenTelemetry collector (OTLP over HTTP). */
  readonly otlp?: string;
}

export function parseTelemetry(option: string | undefined): TelemetryTargets {
  const targets: { prometheus?: string; otlp?: string } = {};
  for (const part of (option ?? '').split(',')) {
    const url = part.trim();
    if (url === '') continue;
    const prometheus = /^prometheus:\/\/([^/]+)$/.exec(url)?.[1];
    const otlp = /^otlp\+(https?:\/\/.+)$/.exec(url)?.[1];
    if (prometheus) targets.prometheus = prometheus;
    else if (otlp) targets.otlp = otlp.replace(/\/$/, '');
    else {
      throw new EvalError(
        'spec-invalid',
        `Cannot switch telemetry on: ${JSON.stringify(url)} is neither prometheus://HOST:PORT nor otlp+http://HOST:PORT.`,
      );
    }
  }
  return targets;
}

/** Once per process, before anything else of the SDK is touched. */
export function installRuntime(targets: TelemetryTargets): void {
  const metrics =
    targets.prometheus !== undefined
      ? { prometheus: { bindAddress: targets.prometheus } }
      : targets.otlp !== undefined
        ? { otel: { url: `${targets.otlp}/v1/metrics`, http: true } }
        : undefined;
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
      ...(metrics ? { metrics } : {}),
    },
  });
}
