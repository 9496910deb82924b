/** Colours of the report; text has a contrast of at least 4.5 and marks of 3 in both themes. */
export const REPORT_THEME = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --surface: #ffffff; --ink: #1a1e24; --muted: #555e6a;
  --rule: #d5dae1; --grid: #e2e6eb; --accent: #1d5fc4; --bar: #3a78d6;
  --good: #12623a; --good-back: #e1f3e8; --bad: #9c1c1c; --bad-back: #fde9e9;
  --pause: #6a4a00; --pause-back: #fcf1d2;
  --ok: #3a78d6; --unparsed: #b0731a; --refused: #7c4dbe; --failed: #c62f2f; --skipped: #767e8b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151a; --surface: #1b1f26; --ink: #e6e9ee; --muted: #a6afbb;
    --rule: #363d48; --grid: #2b313a; --accent: #8ab8fd; --bar: #5d9bf5;
    --good: #8fdcae; --good-back: #16301f; --bad: #ffaaaa; --bad-back: #3d1a1c;
    --pause: #f0cd7c; --pause-back: #352a10;
    --ok: #5d9bf5; --unparsed: #e0a43a; --refused: #b794f4; --failed: #f47c7c; --skipped: #8e97a5;
  }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --surface: #ffffff; --ink: #000000; --muted: #444444;
    --rule: #bbbbbb; --grid: #dddddd; --accent: #1d5fc4; --bar: #3a78d6;
    --good: #12623a; --good-back: #ffffff; --bad: #9c1c1c; --bad-back: #ffffff;
    --pause: #6a4a00; --pause-back: #ffffff;
    --ok: #3a78d6; --unparsed: #b0731a; --refused: #7c4dbe; --failed: #c62f2f; --skipped: #767e8b;
  }
}
`;
