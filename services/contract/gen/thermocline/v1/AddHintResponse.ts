// Original file: proto/thermocline/v1/hint_service.proto

import type { Hint as _thermocline_v1_Hint, Hint__Output as _thermocline_v1_Hint__Output } from '../../thermocline/v1/Hint.js';

export interface AddHintResponse {
  'hint'?: (_thermocline_v1_Hint | null);
}

export interface AddHintResponse__Output {
  'hint': (_thermocline_v1_Hint__Output | null);
}
