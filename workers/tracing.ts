import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

/** Spans of workflows and activities, sent to an OTLP collector over HTTP. */
export function createTracingPlugin(otlpUrl: string): OpenTelemetryPlugin {
  const exporter = new OTLPTraceExporter({ url: `${otlpUrl}/v1/traces` });
  return new OpenTelemetryPlugin({
    resource: new Resource({ 'service.name': 'assay-worker' }),
    spanProcessor: new BatchSpanProcessor(exporter),
  });
}
