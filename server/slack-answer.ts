import { code } from '../adapters/staff/slack/text.ts';

/** A command of ours; anything else in a button's value is not repeated. */
const COMMAND = /^quarterdeck [\x20-\x7e]{1,1000}$/;

/**
 * What only the person who pressed the button is shown, in Slack's own marks.
 * @param user their Slack id
 * @param known whether a person of policy/people.yaml has this id
 * @param value of the button: the command that the message names
 */
export function answerToPress(user: string, known: boolean, value: string): string {
  if (!known)
    return `Nobody in policy/people.yaml has the Slack id ${user}, so nothing can be told here. If you work with Quarterdeck, ask an Admin to set \`reach: { slack: ${user} }\` for you.`;
  if (!COMMAND.test(value))
    return 'This message is of another version of Quarterdeck; what waits for you is listed by `quarterdeck reviews list`.';
  return [
    'A decision is signed with your own key, which stays on your machine; Slack cannot sign for you, so no button here decides. Copy this into your terminal:',
    code(value),
  ].join('\n');
}
