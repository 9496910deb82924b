import { canonicalJson } from '../../core/json.ts';
import type { RunManifest } from '../runs/run-records.ts';

/**
 * A leased model is the one that its lease has loaded. An endpoint's arguments also hold what decides
 * no answer (timeouts, retries, concurrency), and a run must get its own, not those of the last run.
 */
export function poolKeyOf({ plan, spec }: RunManifest): string {
  return plan.placement === 'leased'
    ? plan.modelKey
    : `${plan.modelKey} ${canonicalJson(spec.model.args)}`;
}
