import { describe } from './errors.js';
import type { Logger } from './logger.js';

/** What is closed at a stop, last opened first. */
export class Closers {
  private readonly stack: { readonly name: string; readonly close: () => unknown }[] = [];

  add(name: string, close: () => unknown): void {
    this.stack.push({ name, close });
  }

  /** One that fails is logged and does not keep the others open. */
  async closeAll(logger: Logger): Promise<void> {
    for (let next = this.stack.pop(); next; next = this.stack.pop()) {
      try {
        await next.close();
      } catch (error) {
        logger.warn({ error: describe(error) }, `closing ${next.name} failed`);
      }
    }
  }
}
