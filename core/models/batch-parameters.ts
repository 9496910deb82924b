import { parameter, type CatalogueParameter } from './catalogue-entry.ts';

/** For adapters whose provider answers whole files of questions within a day, at a lower price. */
export const BATCH_PARAMETERS: readonly CatalogueParameter[] = [
  parameter(
    'batch',
    'Hand each shard to the provider as one batch and fetch the answers when it is done, within a day.',
    false,
  ),
  parameter('batch_documents', 'Batch mode: documents per batch.', 5000),
  parameter(
    'batch_poll_s',
    'Batch mode: seconds before the first look; later ones wait longer, up to twenty times as long.',
    15,
  ),
];
