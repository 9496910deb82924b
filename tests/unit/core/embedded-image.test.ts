import { describe, expect, it } from 'vitest';
import { embeddedImage } from '../../../core/embedded-image.ts';

describe('embeddedImage', () => {
  it('takes base64 text with and without its prefix', () => {
    expect(embeddedImage({ image: 'aGk=' }, 'image')).toMatchObject({
      kind: 'image',
      wantedPath: 'data:image/png;base64,aGk=',
    });
    expect(embeddedImage({ image: 'data:image/webp;base64,aGk=' }, 'image')).toMatchObject({
      wantedPath: 'data:image/webp;base64,aGk=',
    });
  });

  it('refuses a document without a picture', () => {
    expect(() => embeddedImage({ image: null }, 'image')).toThrow(
      /expected an image .* received null/,
    );
    expect(() => embeddedImage({ question: 'x' }, 'image')).toThrow(
      /received the columns question/,
    );
  });
});
