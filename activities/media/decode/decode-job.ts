import type { EvalErrorCode } from '../../../core/errors.ts';
import type { ImageWish, PageWish } from '../media-wishes.ts';
import type { DecodeLimits } from './decode-limits.ts';

/** Where one medium is read from, and where what was made of it is written as a pack file. */
export interface DecodeFiles {
  /** Its content is hostile until shown otherwise. */
  readonly source: string;
  readonly target: string;
  readonly limits: DecodeLimits;
}

/** What a decoding process is asked. Films and sound are decoded in processes of their own: see video/. */
export type DecodeJob = DecodeFiles &
  (
    | { readonly kind: 'image'; readonly wish: ImageWish }
    | { readonly kind: 'pages'; readonly wish: PageWish }
  );

/** Plain data over the channel between the processes. */
export type DecodeAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: EvalErrorCode; readonly message: string };
