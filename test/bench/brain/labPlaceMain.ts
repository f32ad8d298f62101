import { printFigures } from '../figure.js';
import { placeFigures } from './labPlace.js';
import type { System } from './labTask.js';

printFigures(
  await placeFigures((process.argv[2] ?? 'none').split(',') as System[], Number(process.argv[3] ?? 1)),
  false,
);
