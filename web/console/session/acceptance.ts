import type { Answer } from '#protocol';

// What accepting an offer needs of the desk.
export interface AcceptPorts {
  ask(): Promise<Answer>;
  // The offer is still on the desk.
  stands(): boolean;
  // Resolves when it is worth asking again, or when the offer is over.
  worthAsking(after: Answer): Promise<void>;
  // Not yet, but it goes on: said once.
  notYet(answer: Answer): void;
}

const passing = (answer: Answer) =>
  answer.is === 'lost' || (answer.is === 'refused' && answer.err.retry);

// One press of Accept is meant until the offer is over: a lost line or a gateway that says "not now"
// is asked again as long as the offer stands. Answers the last answer.
export async function acceptWhileOffered(ports: AcceptPorts): Promise<Answer> {
  let told = false;
  for (;;) {
    const answer = await ports.ask();
    if (!passing(answer)) return answer;
    if (!told && ports.stands()) ports.notYet(answer);
    told = true;
    await ports.worthAsking(answer);
    if (!ports.stands()) return answer;
  }
}
