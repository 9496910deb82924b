import type { EvalDocument } from '../../core/document.ts';
import type { EvalError } from '../../core/errors.ts';

/** Copies of a document, such as a task's process_docs makes by spreading it, keep what a symbol names. */
const FAULT = Symbol('fault');

/** A document that fails with this reason; the others go on. The first reason counts. */
export function withFault(document: EvalDocument, reason: EvalError): EvalDocument {
  return Object.assign({ ...document }, { [FAULT]: documentFault(document) ?? reason });
}

export function documentFault(document: EvalDocument): EvalError | undefined {
  return (document as { readonly [FAULT]?: EvalError })[FAULT];
}
