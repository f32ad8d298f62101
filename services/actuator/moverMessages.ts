import type { BatchReport, MoveBatch, MoverProbe, SurveyReport, SurveyRequest } from './moverPort.js';

/** What the actuator and its mover's child process say to each other. Typed arrays travel as such ('advanced'). */
export type MoverRequest =
  | { readonly id: number; readonly kind: 'probe' }
  | { readonly id: number; readonly kind: 'survey'; readonly survey: SurveyRequest }
  | { readonly id: number; readonly kind: 'move'; readonly batch: MoveBatch };

export type MoverReply =
  | { readonly id: number; readonly kind: 'probe'; readonly probe: MoverProbe }
  | { readonly id: number; readonly kind: 'survey'; readonly survey: SurveyReport }
  | { readonly id: number; readonly kind: 'move'; readonly report: BatchReport }
  /** The request failed in a way that the child does not know; it stays alive. */
  | { readonly id: number; readonly kind: 'error'; readonly text: string };

/** What a child does for each kind of request; runs in the child. */
export interface MoverCalls {
  probe(): MoverProbe;
  survey(request: SurveyRequest): SurveyReport;
  move(batch: MoveBatch): Promise<BatchReport>;
}

/** Where the child finds the host; passed as its second argument, in JSON. */
export interface MoverPaths {
  readonly procfs: string;
  readonly sysfs: string;
}
