/** One field of a form; with a file name it is a file. */
export type FormField =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly fileName: string;
      readonly mediaType: string;
      readonly value: Uint8Array;
    };

export interface MultipartBody {
  readonly body: Uint8Array;
  readonly contentType: string;
}

/**
 * A form as multipart/form-data. Names are ours and hold no quotes. The boundary comes from a digest of
 * what is sent, so that equal requests are equal bytes.
 */
export function multipartBody(fields: readonly FormField[], digest: string): MultipartBody {
  const boundary = `assay-${digest.replaceAll(/[^0-9a-z]/gi, '').slice(0, 48)}`;
  const chunks: Uint8Array[] = [];
  for (const field of fields) {
    const file = 'fileName' in field ? `; filename="${field.fileName}"` : '';
    const type = 'fileName' in field ? `content-type: ${field.mediaType}\r\n` : '';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${field.name}"${file}\r\n${type}\r\n`;
    chunks.push(Buffer.from(head));
    chunks.push(typeof field.value === 'string' ? Buffer.from(field.value) : field.value);
    chunks.push(Buffer.from('\r\n'));
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return {
    body: Buffer.concat(chunks),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}
