/** A PDF of empty pages with one coloured rectangle each, and what a test wants besides. */
export function makePdf(options: {
  readonly pages: readonly {
    readonly width: number;
    readonly height: number;
    readonly rgb: string;
  }[];
  /** Entries of the catalog, such as an action to run when the document opens. */
  readonly catalog?: string;
}): Buffer {
  const { pages, catalog = '' } = options;
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${3 + 2 * index} 0 R`).join(' ')}] >>`,
    ...pages.flatMap(({ width, height, rgb }, index) => {
      const drawing = `${rgb} rg 0 0 ${width} ${height} re f`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${4 + 2 * index} 0 R >>`,
        `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
      ];
    }),
  ];
  return assemblePdf(objects);
}

/** Objects numbered from 1, with the table that says where each begins. */
export function assemblePdf(objects: readonly string[]): Buffer {
  let text = '%PDF-1.7\n';
  const starts: number[] = [];
  for (const [index, object] of objects.entries()) {
    starts.push(text.length);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const head = `xref\n0 ${size}\n0000000000 65535 f \n${table}`;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + head + end, 'latin1');
}
