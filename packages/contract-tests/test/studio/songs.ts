import type { StudioFault } from './faults.ts';
import { bad, type Call, empty, json, notFound, type Reply, type Route, uuid } from './route.ts';
import { type Form, readSong, songChange, wholeSong } from './song-form.ts';

export type Song = Record<string, unknown> & { id: string; createdAt: string; updatedAt: string };

const start = Date.parse('2026-01-01T00:00:00.000Z');
const item = /^\/songs\/([^/]+)$/;

export class Songs {
  readonly #has: (fault: StudioFault) => boolean;
  #songs: Song[] = [];
  #deleted: Song[] = [];
  #made = 0;
  #changes = 0;
  /** Told the id of what is deleted. */
  onDelete: (id: string) => void = () => {};

  constructor(has: (fault: StudioFault) => boolean) {
    this.#has = has;
    this.#add({ title: 'Dawn', genre: 'folk' });
    this.#add({ title: 'Afternoon', genre: 'folk', rating: 5 });
  }

  readonly routes: readonly Route[] = [
    { method: 'GET', path: /^\/songs$/, answer: (call) => this.#list(call) },
    { method: 'POST', path: /^\/songs$/, form: true, answer: (call) => this.#create(call) },
    { method: 'GET', path: item, answer: (call) => this.#onSong(call, (song) => this.#read(song)) },
    {
      method: 'PATCH',
      path: item,
      form: true,
      answer: (call) => this.#onSong(call, (song) => this.#change(call, song)),
    },
    {
      method: 'PUT',
      path: item,
      form: true,
      answer: (call) => this.#onSong(call, (song) => this.#replace(call, song)),
    },
    {
      method: 'DELETE',
      path: item,
      answer: (call) => this.#delete(call),
      onStranger: ([id]) => this.#has('refused-deletes') && this.#remove(id),
    },
    {
      method: 'POST',
      path: /^\/songs\/([^/]+)\/publish$/,
      answer: (call) => this.#onSong(call, (song) => this.#publish(song)),
      onStranger: ([id]) => this.#has('refused-publishes') && this.#settle(this.find(id), 'published'),
    },
    {
      method: 'POST',
      path: /^\/songs\/([^/]+)\/copy$/,
      answer: (call) => this.#onSong(call, (song) => this.#copy(song)),
    },
  ];

  wasDeleted(id: string | undefined): boolean {
    return this.#deleted.some((song) => song.id === id);
  }

  find(id: string | undefined): Song | undefined {
    return this.#songs.find((song) => song.id === id);
  }

  #onSong({ ids }: Call, work: (song: Song) => Reply): Reply {
    const song = this.find(ids[0]);
    return song ? work(song) : notFound();
  }

  #time(): string {
    this.#changes += 1;
    return new Date(start + this.#changes * 1000).toISOString();
  }

  #add(parts: Readonly<Record<string, unknown>>): Song {
    this.#made += 1;
    const createdAt = this.#time();
    const id = this.#has('same-id') && this.#made > 2 ? uuid('8001', 7) : uuid('8001', this.#made);
    const rating = this.#has('no-default') ? 1 : 3;
    const song = {
      rating,
      visibility: 'private',
      listed: false,
      ...parts,
      id,
      state: 'draft',
      createdAt,
      updatedAt: createdAt,
    };
    const stored: Song = { ...song };
    if (this.#has('field-lost') && this.#made > 2) stored.rating = rating;
    if (this.#has('set-lost') && Array.isArray(stored.tags)) stored.tags = stored.tags.slice(1);
    this.#songs.push(stored);
    return { ...song };
  }

  #create({ body }: Call): Reply {
    const parts = readSong(body, wholeSong);
    if (!parts) {
      if (this.#has('refused-creates') && typeof body.title === 'string')
        this.#add({ title: body.title.slice(0, 80), genre: 'folk' });
      return bad(400);
    }
    const song = this.#add(parts);
    const elsewhere = this.#has('location-elsewhere') ? '/x' : '';
    const target = this.#has('location-other') ? uuid('8001', 1) : song.id;
    const verses = this.#has('link-broken') ? uuid('8001', 999) : song.id;
    return json(201, this.#swapped(song), {
      location: `/songs/${target}${elsewhere}`,
      'x-verses-of': verses,
    });
  }

  #swapped(song: Song): unknown {
    const shown = this.#shown(song);
    if (!this.#has('fields-swapped') || song.label === undefined) return shown;
    return { ...shown, title: song.genre === 'rock' ? 'Rock' : 'Other' };
  }

  #shown({ password: _, ...song }: Song): Record<string, unknown> {
    return song;
  }

  #list({ query }: Call): Reply {
    if (this.#has('read-creates')) this.#add({ title: 'Silence', genre: 'folk' });
    const genre = this.#has('filter-ignored') ? null : query.get('genre');
    const rating = query.get('rating');
    const isLegal = genre === null || ['rock', 'jazz', 'folk'].includes(genre);
    if (!isLegal || (rating !== null && !/^[1-5]$/.test(rating))) return bad(400);
    const all = this.#has('still-listed') ? [...this.#songs, ...this.#deleted] : this.#songs;
    const listed = this.#has('not-listed') ? all.slice(0, 2) : all;
    const kept = listed.filter(
      (song) => (genre === null || song.genre === genre) && this.#hasRating(song, rating),
    );
    const sorted = this.#sorted(kept, query.get('sort'));
    return sorted
      ? json(
          200,
          sorted.map((song) => this.#shown(song)),
        )
      : bad(400);
  }

  #hasRating({ rating }: Song, wanted: string | null): boolean {
    if (wanted !== null && this.#has('filter-empty')) return false;
    return wanted === null || String(rating) === wanted;
  }

  #sorted(songs: readonly Song[], sort: string | null): readonly Song[] | undefined {
    if (sort === null) return this.#has('other-order') ? songs.toReversed() : songs;
    const [, sign, name] = /^(-?)(title|createdAt)$/.exec(sort) ?? [];
    if (name === undefined) return undefined;
    if (this.#has('sort-ignored')) return songs;
    const sorted = songs.toSorted((one, other) =>
      String(one[name]).toLowerCase() < String(other[name]).toLowerCase() ? -1 : 1,
    );
    return (sign === '-') === this.#has('sort-reversed') ? sorted : sorted.reverse();
  }

  #read(song: Song): Reply {
    if (this.#has('read-counts')) song.rating = (Number(song.rating) % 5) + 1;
    const shown = this.#shown(song);
    if (this.#has('field-altered')) shown.title = String(song.title).slice(0, 4);
    if (this.#has('inside-altered') && song.label) shown.label = { ...song.label, year: 1901 };
    if (this.#has('id-changes')) shown.id = uuid('8002', 5);
    return json(200, shown);
  }

  #change({ body }: Call, song: Song): Reply {
    if (this.#has('refused-changes')) Object.assign(song, legalParts(body, songChange));
    const parts = readSong(body, songChange);
    if (!parts) return bad(400);
    if (this.#has('state-written') && typeof body.state === 'string') this.#settle(song, body.state);
    if (this.#has('update-lost')) return json(200, { ...this.#shown(song), ...parts });
    if (this.#has('patch-resets')) Object.assign(song, { rating: 3, visibility: 'private' });
    if (this.#has('patch-forgets')) delete song.label;
    // Who hides a song takes it off the list: one property that depends on another.
    const listed = parts.visibility === 'private' ? false : { ...song, ...parts }.listed;
    Object.assign(song, parts, { listed, updatedAt: this.#time() });
    if (this.#has('creation-moves')) song.createdAt = song.updatedAt;
    if (this.#has('neighbour-changed')) for (const other of this.#songs) other.title = song.title;
    return json(
      200,
      this.#has('neighbour-answered') ? { ...this.#shown(song), id: uuid('8001', 1) } : this.#shown(song),
    );
  }

  #replace({ body }: Call, song: Song): Reply {
    const parts = readSong(body, wholeSong);
    if (!parts) return bad(400);
    const { id, state, createdAt } = song;
    const kept = this.#has('put-merges') ? song : {};
    const whole = {
      rating: 3,
      visibility: 'private',
      listed: false,
      ...kept,
      ...parts,
      id,
      state,
      createdAt,
      updatedAt: this.#time(),
    };
    this.#songs = this.#songs.map((other) => (other === song ? whole : other));
    return json(200, this.#shown(whole));
  }

  #delete({ ids }: Call): Reply {
    const song = this.find(ids[0]);
    if (song) {
      this.#remove(song.id);
      return empty();
    }
    const wasThere = this.#deleted.some(({ id }) => id === ids[0]);
    return wasThere && this.#has('second-delete-fails') ? bad(500) : notFound();
  }

  #remove(id: string | undefined): void {
    const song = this.find(id);
    if (!song) return;
    this.#deleted.push(song);
    this.#songs = this.#has('deletes-all') ? [] : this.#songs.filter((other) => other !== song);
    this.onDelete(song.id);
  }

  #publish(song: Song): Reply {
    if (song.state === 'published') return bad(409);
    if (!this.#has('action-idle')) this.#settle(song, 'published');
    return json(200, this.#shown({ ...song, state: 'published' }));
  }

  #copy(song: Song): Reply {
    const copy = this.#shown(this.#add(song));
    if (this.#has('copy-lost')) this.#songs.pop();
    return json(201, copy);
  }

  #settle(song: Song | undefined, state: string): void {
    if (song) song.state = state;
  }
}

/** What a server takes that reads each property before it looks at the whole. */
function legalParts(body: Readonly<Record<string, unknown>>, form: Form): Record<string, unknown> {
  const parts = Object.entries(body).map(([name, value]) => readSong({ [name]: value }, form));
  return Object.assign({}, ...parts);
}
