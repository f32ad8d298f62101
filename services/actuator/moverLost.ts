import { ThermoclineError } from '../runtime/errors.js';

/** A mover's child ended so often that it is not started again for what was asked. CHILD_FAILED, as of a child that answers an error. */
export class MoverLost extends ThermoclineError {
  constructor(text: string) {
    super('CHILD_FAILED', text);
  }
}
