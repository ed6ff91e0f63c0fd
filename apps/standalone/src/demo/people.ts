export interface Person {
  givenName: string;
  familyName: string;
  title: string;
}

/** Who joins the company in the demo. */
export const PEOPLE: readonly Person[] = [
  ['Ada', 'Lovelace', 'Analyst'],
  ['Alan', 'Turing', 'Mathematician'],
  ['Annie', 'Easley', 'Rocket scientist'],
  ['Barbara', 'Liskov', 'Professor'],
  ['Claude', 'Shannon', 'Engineer'],
  ['Donald', 'Knuth', 'Author'],
  ['Dorothy', 'Vaughan', 'Supervisor'],
  ['Edsger', 'Dijkstra', 'Professor'],
  ['Emmy', 'Noether', 'Mathematician'],
  ['Frances', 'Allen', 'Compiler engineer'],
  ['Grace', 'Hopper', 'Rear admiral'],
  ['Hedy', 'Lamarr', 'Inventor'],
  ['Jean', 'Bartik', 'Programmer'],
  ['Karen', 'Spärck Jones', 'Researcher'],
  ['Katherine', 'Johnson', 'Mathematician'],
  ['Ken', 'Thompson', 'Engineer'],
  ['Margaret', 'Hamilton', 'Software engineer'],
  ['Mary', 'Jackson', 'Engineer'],
  ['Niklaus', 'Wirth', 'Professor'],
  ['Radia', 'Perlman', 'Network engineer'],
].map(([givenName = '', familyName = '', title = '']) => ({ givenName, familyName, title }));

/** `karen.sparck-jones`, or `karen.sparck-jones.2` when an earlier demo has taken that. */
export function userNameOf({ givenName, familyName }: Person, run: number): string {
  const plain = `${givenName}.${familyName}`
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z.]+/g, '-');
  return run === 1 ? plain : `${plain}.${run}`;
}
