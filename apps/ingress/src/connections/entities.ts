import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** One identity provider. */
@Entity({ name: 'connections', schema: 'ingress' })
export class Connection {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @CreateDateColumn({ type: 'timestamptz' })
  created: Date;
}

/** A bearer token of a connection; the token itself isn't kept. */
@Entity({ name: 'tokens', schema: 'ingress' })
export class Token {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  connection: string;

  /** Human name of who holds it: the actor in events and in the audit. */
  @Column('text')
  name: string;

  /** SHA-256, hex. */
  @Column('text')
  hash: string;

  @CreateDateColumn({ type: 'timestamptz' })
  created: Date;

  @Column('timestamptz', { nullable: true })
  revoked: Date | null;
}
