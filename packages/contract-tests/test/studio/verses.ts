import type { StudioFault } from './faults.ts';
import { bad, type Call, empty, json, notFound, type Reply, type Route, uuid } from './route.ts';
import type { Songs } from './songs.ts';

interface Verse {
  readonly id: string;
  readonly songId: string;
  text: string;
}

const all = /^\/songs\/([^/]+)\/verses$/;
const item = /^\/songs\/([^/]+)\/verses\/([^/]+)$/;

export class Verses {
  readonly #songs: Songs;
  readonly #has: (fault: StudioFault) => boolean;
  #verses: Verse[] = [];
  #made = 0;

  constructor(songs: Songs, has: (fault: StudioFault) => boolean) {
    this.#songs = songs;
    this.#has = has;
  }

  readonly routes: readonly Route[] = [
    { method: 'GET', path: all, answer: (call) => this.#list(call) },
    { method: 'POST', path: all, form: true, answer: (call) => this.#create(call) },
    {
      method: 'GET',
      path: item,
      answer: (call) => this.#onVerse(call, (verse) => json(200, this.#shown(verse))),
    },
    {
      method: 'PATCH',
      path: item,
      form: true,
      answer: (call) => this.#onVerse(call, (verse) => this.#change(call, verse)),
    },
    { method: 'DELETE', path: item, answer: (call) => this.#onVerse(call, (verse) => this.#delete(verse)) },
  ];

  /** Called when a song is deleted. */
  leave(songId: string): void {
    if (!this.#has('children-left')) this.#verses = this.#verses.filter((verse) => verse.songId !== songId);
  }

  #of(songId: string | undefined): readonly Verse[] {
    return this.#verses.filter((verse) => verse.songId === songId);
  }

  #list({ ids: [songId] }: Call): Reply {
    const isLeft = this.#has('children-left') && this.#songs.wasDeleted(songId);
    if (!this.#songs.find(songId) && !isLeft) return notFound();
    return json(
      200,
      this.#of(songId).map((verse) => this.#shown(verse)),
    );
  }

  /** Its place among those of its song: it moves when one before it goes. */
  #shown({ id, songId, text }: Verse): unknown {
    return { id, text, position: this.#of(songId).findIndex((verse) => verse.id === id) + 1 };
  }

  #create({ ids: [songId = ''], body }: Call): Reply {
    if (!this.#songs.find(songId)) return notFound();
    if (!isLegal(body)) return bad(400);
    this.#made += 1;
    const verse = { id: uuid('8003', this.#made), songId, text: body.text };
    this.#verses = [...this.#verses, verse];
    this.#move(verse, body.position);
    return json(201, this.#shown(verse));
  }

  #change({ body }: Call, verse: Verse): Reply {
    if (!isLegal(body)) return bad(400);
    verse.text = body.text;
    this.#move(verse, body.position);
    return json(200, this.#shown(verse));
  }

  #move(verse: Verse, position: number | undefined): void {
    if (position === undefined) return;
    const others = this.#of(verse.songId).filter((other) => other !== verse);
    const rest = this.#verses.filter((other) => other.songId !== verse.songId);
    this.#verses = [...rest, ...others.toSpliced(position - 1, 0, verse)];
  }

  #delete(verse: Verse): Reply {
    this.#verses = this.#verses.filter((other) => other !== verse);
    return empty();
  }

  #onVerse({ ids: [songId, id] }: Call, work: (verse: Verse) => Reply): Reply {
    const verse = this.#verses.find((other) => other.id === id);
    const isHere = verse?.songId === songId || (this.#has('parent-ignored') && this.#songs.find(songId));
    return verse && isHere ? work(verse) : notFound();
  }
}

function isLegal(body: Record<string, unknown>): body is { text: string; position?: number } {
  const { text, position, ...rest } = body;
  const isText = typeof text === 'string' && text !== '' && [...text].length <= 400;
  const isPlace =
    position === undefined || (Number.isInteger(position) && Number(position) >= 1 && Number(position) <= 50);
  return isText && isPlace && Object.keys(rest).length === 0;
}
