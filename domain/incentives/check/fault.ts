/** What is wrong with a program, and where in its file: `['caps', 0, 'amount']`. */
export interface ProgramFault {
  path: (string | number)[];
  message: string;
}

export const fault = (path: ProgramFault['path'], message: string): ProgramFault => ({ path, message });
