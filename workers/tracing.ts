import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

/** Spans of workflows and activities, sent to an OTLP collector over HTTP. */
export function createTracingPlugin(otlpUrl: string): OpenTelemetryPlugin {
  const exporter = new OTLPTraceExporter({ url: `${otlpUrl}/v1/traces` });
  const resource = new Resource({ 'service.name': 'assay-worker' });
  const spanProcessor = new BatchSpanProcessor(exporter);
  // Workflow spans reach the processor through a sink, those of activities through a tracer.
  const provider = new BasicTracerProvider({ resource, spanProcessors: [spanProcessor] });
  return new OpenTelemetryPlugin({ resource, spanProcessor, tracer: provider.getTracer('assay') });
}
