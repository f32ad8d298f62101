import { codec } from '../contract/schema.js';

/** The messages that the actuator speaks. */
export const signedPlanCodec = codec('SignedPlan');
export const planCodec = codec('Plan');
export const signedControlCodec = codec('SignedControl');
export const controlCodec = codec('Control');
export const outcomeCodec = codec('Outcome');
