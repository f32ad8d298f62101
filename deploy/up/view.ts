import { frame, progressLine, type Scene } from './frame.js';

const REDRAW_MS = 500;
const LINE_EVERY_MS = 2000;
const NOTES_SHOWN = 4;

/** Shows a run: a picture that redraws itself on a terminal, a line every two seconds elsewhere. */
export class View {
  private readonly terminal: boolean;
  private readonly colour: boolean;
  private drawnLines = 0;
  private lastMs = Number.NEGATIVE_INFINITY;
  private readonly notes: string[] = [];

  /** `quiet`: standard output is for the JSON object, so progress goes to standard error. */
  constructor(private readonly quiet: boolean) {
    this.terminal = !quiet && process.stdout.isTTY === true && process.env['TERM'] !== 'dumb';
    this.colour = this.terminal && !process.env['NO_COLOR'];
  }

  note(text: string): void {
    if (this.terminal) {
      this.notes.push(text);
      if (this.notes.length > NOTES_SHOWN) this.notes.shift();
    } else this.line(text);
  }

  show(scene: Scene): void {
    const now = performance.now();
    if (now - this.lastMs < (this.terminal ? REDRAW_MS : LINE_EVERY_MS)) return;
    this.lastMs = now;
    if (this.terminal) this.draw(scene);
    else this.line(progressLine(scene));
  }

  /** The last picture stays. */
  end(scene: Scene): void {
    if (this.terminal) this.draw(scene);
    else this.line(progressLine(scene));
  }

  figures(figures: Readonly<Record<string, unknown>>, json: boolean): void {
    if (json) return void process.stdout.write(`${JSON.stringify(figures)}\n`);
    for (const [name, value] of Object.entries(figures)) {
      const shown = typeof value === 'number' ? Number(value.toFixed(4)) : value;
      process.stdout.write(`${name.padEnd(16)} ${shown}\n`);
    }
  }

  private draw(scene: Scene): void {
    const lines = [
      ...frame(scene, process.stdout.columns ?? 100, this.colour),
      '',
      ...this.notes.map((note) => `  ${note}`),
    ];
    const up = this.drawnLines > 0 ? `\u001b[${this.drawnLines}A` : '';
    process.stdout.write(`${up}${lines.map((line) => `\u001b[2K${line}`).join('\n')}\n\u001b[0J`);
    this.drawnLines = lines.reduce((sum, line) => sum + line.split('\n').length, 0);
  }

  private line(text: string): void {
    (this.quiet ? process.stderr : process.stdout).write(`${text}\n`);
  }
}
