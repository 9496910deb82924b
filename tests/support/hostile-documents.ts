import { deflateSync } from 'node:zlib';
import { assemblePdf, makePdf } from './make-pdf.ts';

const PAGES = '<< /Type /Catalog /Pages 2 0 R >>';
const page = (box: string, extra = '') =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] ${extra} >>`;

/** Documents made to be trouble. */
export function hostileDocuments(canary: string): Readonly<Record<string, Buffer>> {
  const plain = makePdf({ pages: [{ width: 72, height: 72, rgb: '0 1 0' }] });
  const one = (box: string, extra = '') =>
    assemblePdf([PAGES, '<< /Type /Pages /Count 1 /Kids [3 0 R] >>', page(box, extra)]);
  // Three times packed: a gibibyte of blanks from some hundred bytes.
  const bomb = deflateSync(deflateSync(deflateSync(Buffer.alloc(256 * 1024 * 1024, ' '))));
  const filters = '/Filter [/FlateDecode /FlateDecode /FlateDecode]';
  return {
    'truncated.pdf': plain.subarray(0, plain.length >> 1),
    'header-only.pdf': Buffer.from('%PDF-1.7\n'),
    'a-million-pages.pdf': assemblePdf([
      PAGES,
      '<< /Type /Pages /Count 1000000 /Kids [3 0 R] >>',
      page('0 0 72 72'),
    ]),
    'same-page-often.pdf': assemblePdf([
      PAGES,
      `<< /Type /Pages /Count 100000 /Kids [${'3 0 R '.repeat(100_000)}] >>`,
      page('0 0 72 72'),
    ]),
    'circle.pdf': assemblePdf([PAGES, '<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] >>']),
    'no-pages.pdf': assemblePdf([PAGES, '<< /Type /Pages /Count 0 /Kids [] >>']),
    'huge-page.pdf': one('0 0 14400 14400'),
    'endless-page.pdf': one('0 0 1e30 1e30'),
    'negative-page.pdf': one('0 0 -72 -72'),
    'script.pdf': makePdf({
      pages: [{ width: 72, height: 72, rgb: '0 1 0' }],
      catalog: `/OpenAction << /S /JavaScript /JS (app.launchURL("${canary}")) >>`,
    }),
    'launches.pdf': makePdf({
      pages: [{ width: 72, height: 72, rgb: '0 1 0' }],
      catalog: `/OpenAction << /S /URI /URI (${canary}) >>`,
    }),
    'bomb.pdf': assemblePdf([
      PAGES,
      '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
      page('0 0 72 72', '/Contents 4 0 R'),
      `<< /Length ${bomb.length} ${filters} >>\nstream\n${bomb.toString('latin1')}\nendstream`,
    ]),
    'locked.pdf': assemblePdf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
      page('0 0 72 72', '/Encrypt << /Filter /Unknown /V 99 >>'),
    ]),
    'zip-behind.pdf': Buffer.concat([plain, Buffer.from('PK\x05\x06'), Buffer.alloc(18)]),
    'deep.pdf': assemblePdf([
      PAGES,
      '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
      page('0 0 72 72', `/Extra ${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    ]),
  };
}
