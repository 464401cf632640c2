import { describe, expect, test } from 'vitest';
import type { FormPlugin } from '../src/domain/form-field.ts';
import { readFormFields } from '../src/step-generator/read-form-fields.ts';
import { pages, renderPage } from './stand-in-site/pages.ts';

function readPage(path: string, plugin: FormPlugin, externalId: string) {
  const page = pages.find((candidate) => candidate.path === path);
  if (!page) throw new Error(`The stand-in site has no page ${path}.`);
  return readFormFields(renderPage(page), { plugin, externalId });
}

function readForm(html: string, plugin: FormPlugin, externalId: string) {
  const reading = readFormFields(html, { plugin, externalId });
  if (reading.kind !== 'found') throw new Error(`The form is ${reading.kind}.`);
  return reading.form;
}

/** What matters of each field: kind, label, whether it is required, selector. */
function summary(fields: ReturnType<typeof readForm>['fields']) {
  return fields.map(({ kind, label, isRequired, selector }) => [kind, label, isRequired, selector]);
}

describe('the fields of a form on a page', () => {
  test('of Contact Form 7, whose fields have only names', () => {
    const reading = readPage('/contact/', 'contact-form-7', '12');
    if (reading.kind !== 'found') throw new Error(reading.kind);
    const form = '#wpcf7-f12-p42-o1 form';
    expect(reading.form.selector).toBe(form);
    expect(summary(reading.form.fields)).toEqual([
      ['text', 'Your name', true, `${form} [name="your-name"]`],
      ['email', 'Your email', true, `${form} [name="your-email"]`],
      ['text', 'Subject', false, `${form} [name="your-subject"]`],
      ['textarea', 'Your message (optional)', false, `${form} [name="your-message"]`],
    ]);
    expect(reading.form.fields[0]?.maxLength).toBe(400);
    expect(reading.form.submitSelector).toBe(`${form} input:is([type="submit"], [type="image"])`);
  });

  test('of Contact Form 7 by its hash, when the page has one form only', () => {
    expect(readPage('/contact/', 'contact-form-7', 'a1b2c3d').kind).toBe('found');
  });

  test('of WPForms, without the trap for bots', () => {
    const reading = readPage('/newsletter/', 'wpforms', '21');
    if (reading.kind !== 'found') throw new Error(reading.kind);
    expect(summary(reading.form.fields)).toEqual([
      ['email', 'Email', true, '#wpforms-21-field_1'],
      ['checkbox', 'Topics', false, '#wpforms-21-field_2_1'],
    ]);
    expect(reading.form.fields[1]).toMatchObject({
      isMultiple: true,
      options: [
        { value: 'News', label: 'News', selector: '#wpforms-21-field_2_1' },
        { value: 'Offers', label: 'Offers', selector: '#wpforms-21-field_2_2' },
      ],
    });
    expect(reading.form.submitSelector).toBe('#wpforms-submit-21');
  });

  test('of Gravity Forms, with every kind of field', () => {
    const reading = readPage('/apply/', 'gravity-forms', '3');
    if (reading.kind !== 'found') throw new Error(reading.kind);
    expect(summary(reading.form.fields)).toEqual([
      ['text', 'First', true, '#input_3_1_3'],
      ['text', 'Last', true, '#input_3_1_6'],
      ['email', 'Email', true, '#input_3_2'],
      ['tel', 'Phone', false, '#input_3_3'],
      ['select', 'Position', true, '#input_3_4'],
      ['radio', 'Full time?', false, '#choice_3_5_0'],
      ['date', 'Start', false, '#input_3_6'],
      ['file', 'Résumé', false, '#input_3_7'],
      ['number', 'Years of experience', false, '#input_3_8'],
      ['textarea', 'About you', false, '#input_3_9'],
      ['checkbox', 'Consent', true, '#input_3_10_1'],
    ]);
    const [select, radio, number] = [4, 5, 8].map((index) => reading.form.fields[index]);
    expect(select?.options).toEqual([
      { value: 'dev', label: 'Developer', selector: null },
      { value: 'ops', label: 'Operator', selector: null },
    ]);
    expect(radio?.options.map(({ label }) => label)).toEqual(['Yes', 'No']);
    expect(number).toMatchObject({ min: '0', max: '60' });
    expect(reading.form.submitSelector).toBe('#gform_submit_button_3');
  });

  test('of Fluent Forms', () => {
    const form = readForm(
      `<form data-form_id="3" id="fluentform_3" class="frm-fluent-form fluent_form_3">
        <div class="ff-el-group"><div class="ff-el-input--label ff-el-is-required asterisk-right"><label for="ff_3_names_first_name_">First Name</label></div><div class="ff-el-input--content"><input type="text" name="names[first_name]" id="ff_3_names_first_name_" aria-required="true"></div></div>
        <div class="ff-el-group"><div class="ff-el-input--label"><label for="ff_3_date">When</label></div><input type="text" name="datetime" id="ff_3_date" class="ff-el-form-control ff-el-datepicker"></div>
        <div class="ff-el-group"><div class="ff-el-input--label"><label>Sign</label></div><div class="fluentform-signature-pad-wrapper"><canvas></canvas></div></div>
        <div class="ff-el-group"><button type="submit" class="ff-btn ff-btn-submit">Submit</button></div></form>`,
      'fluent-forms',
      '3',
    );
    expect(summary(form.fields)).toEqual([
      ['text', 'First Name', true, '#ff_3_names_first_name_'],
      ['date', 'When', false, '#ff_3_date'],
      ['signature', 'Sign', false, '#fluentform_3 canvas'],
    ]);
    expect(form.submitSelector).toBe('#fluentform_3 button:not([type="button"], [type="reset"])');
  });

  test('of Formidable Forms', () => {
    const form = readForm(
      `<div class="frm_forms" id="frm_form_2_container"><form class="frm-show-form" id="form_contact"><input type="hidden" name="form_id" value="2">
        <div id="frm_field_6_container" class="frm_form_field form-field frm_required_field"><label for="field_qh4icy" class="frm_primary_label">Name <span class="frm_required" aria-hidden="true">*</span></label><input type="text" id="field_qh4icy" name="item_meta[6]" data-reqmsg="Name cannot be blank."></div>
        <div class="frm_verify" aria-hidden="true"><input type="text" name="frm_verify" id="frm_email_2"></div>
        <div class="frm_submit"><button class="frm_button_submit" type="submit">Send</button></div></form></div>`,
      'formidable-forms',
      '2',
    );
    expect(summary(form.fields)).toEqual([['text', 'Name', true, '#field_qh4icy']]);
    expect(form).toMatchObject({ selector: '#form_contact' });
  });

  test('of WS Form, when its HTML is in the page', () => {
    const form = readForm(
      '<form id="ws-form-1" class="wsf-form" data-id="7"><div class="wsf-field-wrapper"><label for="wsf-1-field-9">Mail</label><input type="email" id="wsf-1-field-9" name="field_9" required></div><button type="submit" id="wsf-1-field-11">Send</button></form>',
      'ws-form',
      '7',
    );
    expect(summary(form.fields)).toEqual([['email', 'Mail', true, '#wsf-1-field-9']]);
    expect(form.submitSelector).toBe('#wsf-1-field-11');
  });

  test('are not in the page for Ninja Forms and for an empty WS Form: a script draws them', () => {
    expect(readPage('/quote/', 'ninja-forms', '5')).toEqual({
      kind: 'drawn-by-script',
      selector: '#nf-form-5-cont',
    });
    const html = '<form id="ws-form-1" class="wsf-form" data-id="7"></form>';
    expect(readFormFields(html, { plugin: 'ws-form', externalId: '7' }).kind).toBe('drawn-by-script');
  });

  test.each([
    ['/contact/', 'contact-form-7', '13'],
    ['/contact/', 'gravity-forms', '12'],
    ['/', 'wpforms', '21'],
    ['/apply/', 'gravity-forms', '3"], input'],
  ] as const)('are not there when %s has no form %s %s', (path, plugin, id) => {
    expect(readPage(path, plugin, id)).toEqual({ kind: 'not-on-page' });
  });

  test('of one name and no id are told apart by their values, or left out', () => {
    const form = readForm(
      '<form id="gform_3"><input type="radio" name="a" value="1"><input type="radio" name="a" value="2"><input name="twin"><input name="twin"><input name="ok"></form>',
      'gravity-forms',
      '3',
    );
    expect(form.fields.map(({ selector }) => selector)).toEqual([
      '#gform_3 [name="a"][value="1"]',
      '#gform_3 [name="ok"]',
    ]);
  });

  test("hidden, disabled and CAPTCHA fields are nobody's to fill in", () => {
    const form = readForm(
      '<form id="gform_3"><input type="hidden" name="h"><input name="d" disabled><div style="display:none"><input name="c"></div><textarea name="g-recaptcha-response"></textarea><input name="ok"></form>',
      'gravity-forms',
      '3',
    );
    expect(form.fields.map(({ name }) => name)).toEqual(['ok']);
  });
});

describe('hostile pages', () => {
  test('O-12: selectors hold no variables and break out of no quotes', () => {
    const form = readForm(
      `<form id="gform_3"><input name="{{SECRET}}"><input id="{{SECRET}}" name='x"] , [y'><input name="${'n'.repeat(600)}"></form>`,
      'gravity-forms',
      '3',
    );
    expect(form.fields.map(({ selector }) => selector)).toEqual(['#gform_3 [name="x\\"] , [y"]']);
  });

  test('O-12: no more than 200 fields and 500 options are read', () => {
    const options = Array.from(
      { length: 900 },
      (_, index) => `<option value="${index}">${index}</option>`,
    ).join('');
    const inputs = Array.from({ length: 900 }, (_, index) => `<input name="n${index}">`).join('');
    const form = readForm(
      `<form id="gform_3"><select id="s">${options}</select>${inputs}</form>`,
      'gravity-forms',
      '3',
    );
    expect(form.fields).toHaveLength(200);
    expect(form.fields[0]?.options).toHaveLength(500);
  });

  test.each([
    ['a million tags', '<div>'.repeat(1_000_000)],
    ['a hundred thousand fields', '<input name="a">'.repeat(100_000)],
  ])('O-12: a page of %s is not read', (_what, html) => {
    const page = `<form id="gform_3">${html}`;
    expect(readFormFields(page, { plugin: 'gravity-forms', externalId: '3' }).kind).toBe('not-on-page');
  });

  test('O-12: fields nested thousands deep are left out', () => {
    const page = `<form id="gform_3"><input name="ok">${'<div>'.repeat(5_000)}<input name="deep">`;
    expect(readForm(page, 'gravity-forms', '3').fields.map(({ name }) => name)).toEqual(['ok']);
  });
});
