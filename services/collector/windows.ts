import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';

/** Closes a window every `everyMs`, one after the other; a window that takes longer delays the next and skips none. */
export class Windows {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly everyMs: number,
    private readonly logger: Logger,
    private readonly close: () => Promise<void>,
  ) {}

  start(): void {
    if (!this.stopped) this.timer = setTimeout(() => (this.running = this.turn()), this.everyMs);
  }

  /** Waits for the window in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async turn(): Promise<void> {
    const began = performance.now();
    try {
      await this.close();
    } catch (error) {
      this.logger.error({ error: describe(error) }, 'a window was lost');
    }
    const took = performance.now() - began;
    if (took > this.everyMs) this.logger.warn({ tookMs: Math.round(took) }, 'a window took longer than it is long');
    if (!this.stopped) {
      this.timer = setTimeout(() => (this.running = this.turn()), Math.max(0, this.everyMs - took));
    }
  }
}
