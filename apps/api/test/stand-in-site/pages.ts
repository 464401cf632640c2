/** The pages of the stand-in site, in the markup that each form plugin really writes. */

export interface SitePage {
  readonly id: number;
  readonly path: string;
  readonly title: string;
  readonly content: string;
}

const contactForm = `
<div class="wpcf7 no-js" id="wpcf7-f12-p42-o1" lang="en-US" dir="ltr" data-wpcf7-id="12">
<form action="/contact/#wpcf7-f12-p42-o1" method="post" class="wpcf7-form init" aria-label="Contact form" novalidate="novalidate" data-status="init">
<fieldset class="hidden-fields-container"><input type="hidden" name="_wpcf7" value="12"><input type="hidden" name="_wpcf7_version" value="6.1"></fieldset>
<p><label> Your name<br>
<span class="wpcf7-form-control-wrap" data-name="your-name"><input size="40" maxlength="400" class="wpcf7-form-control wpcf7-text wpcf7-validates-as-required" autocomplete="name" aria-required="true" aria-invalid="false" value="" type="text" name="your-name"></span> </label></p>
<p><label> Your email<br>
<span class="wpcf7-form-control-wrap" data-name="your-email"><input size="40" maxlength="400" class="wpcf7-form-control wpcf7-email wpcf7-validates-as-required wpcf7-text wpcf7-validates-as-email" autocomplete="email" aria-required="true" aria-invalid="false" value="" type="email" name="your-email"></span> </label></p>
<p><label> Subject<br>
<span class="wpcf7-form-control-wrap" data-name="your-subject"><input size="40" maxlength="400" class="wpcf7-form-control wpcf7-text" aria-invalid="false" value="" type="text" name="your-subject"></span> </label></p>
<p><label> Your message (optional)<br>
<span class="wpcf7-form-control-wrap" data-name="your-message"><textarea cols="40" rows="10" maxlength="2000" class="wpcf7-form-control wpcf7-textarea" aria-invalid="false" name="your-message"></textarea></span> </label></p>
<p><input class="wpcf7-form-control wpcf7-submit has-spinner" type="submit" value="Submit"></p>
<div class="wpcf7-response-output" aria-hidden="true"></div>
</form>
</div>`;

const newsletterForm = `
<div class="wpforms-container wpforms-container-full" id="wpforms-21">
<form id="wpforms-form-21" class="wpforms-validate wpforms-form wpforms-ajax-form" data-formid="21" method="post" enctype="multipart/form-data" action="/newsletter/" novalidate="novalidate">
<div class="wpforms-field-container">
<div id="wpforms-21-field_1-container" class="wpforms-field wpforms-field-email" data-field-id="1"><label class="wpforms-field-label" for="wpforms-21-field_1">Email <span class="wpforms-required-label">*</span></label><input type="email" id="wpforms-21-field_1" class="wpforms-field-medium wpforms-field-required" name="wpforms[fields][1]" required></div>
<div id="wpforms-21-field_2-container" class="wpforms-field wpforms-field-checkbox" data-field-id="2"><fieldset><legend class="wpforms-field-label">Topics</legend><ul id="wpforms-21-field_2">
<li class="choice-1"><input type="checkbox" id="wpforms-21-field_2_1" name="wpforms[fields][2][]" value="News"><label class="wpforms-field-label-inline" for="wpforms-21-field_2_1">News</label></li>
<li class="choice-2"><input type="checkbox" id="wpforms-21-field_2_2" name="wpforms[fields][2][]" value="Offers"><label class="wpforms-field-label-inline" for="wpforms-21-field_2_2">Offers</label></li>
</ul></fieldset></div>
</div>
<div class="wpforms-field wpforms-field-hp"><label for="wpforms-21-field-hp" class="wpforms-field-label">Phone</label><input type="text" name="wpforms[hp]" id="wpforms-21-field-hp" class="wpforms-field-medium"></div>
<div class="wpforms-submit-container"><input type="hidden" name="wpforms[id]" value="21"><button type="submit" name="wpforms[submit]" id="wpforms-submit-21" class="wpforms-submit" data-alt-text="Sending..." value="wpforms-submit">Subscribe</button></div>
</form>
</div>`;

const applicationForm = `
<div class="gform_wrapper gravity-theme" data-form-theme="gravity-theme" id="gform_wrapper_3">
<form method="post" enctype="multipart/form-data" id="gform_3" action="/apply/" data-formid="3" novalidate>
<div class="gform-body gform_body"><div id="gform_fields_3" class="gform_fields top_label">
<fieldset id="field_3_1" class="gfield gfield--type-name gfield_contains_required"><legend class="gfield_label gform-field-label gfield_label_before_complex">Name<span class="gfield_required"><span class="gfield_required gfield_required_text">(Required)</span></span></legend>
<div class="ginput_complex ginput_container" id="input_3_1"><span id="input_3_1_3_container" class="name_first"><input type="text" name="input_1.3" id="input_3_1_3" value="" aria-required="true"><label for="input_3_1_3" class="gform-field-label">First</label></span><span id="input_3_1_6_container" class="name_last"><input type="text" name="input_1.6" id="input_3_1_6" value="" aria-required="true"><label for="input_3_1_6" class="gform-field-label">Last</label></span></div></fieldset>
<div id="field_3_2" class="gfield gfield--type-email gfield_contains_required"><label class="gfield_label gform-field-label" for="input_3_2">Email<span class="gfield_required">*</span></label><div class="ginput_container ginput_container_email"><input name="input_2" id="input_3_2" type="email" value="" class="large" aria-required="true"></div></div>
<div id="field_3_3" class="gfield gfield--type-phone"><label class="gfield_label gform-field-label" for="input_3_3">Phone</label><div class="ginput_container ginput_container_phone"><input name="input_3" id="input_3_3" type="tel" value="" class="large"></div></div>
<div id="field_3_4" class="gfield gfield--type-select gfield_contains_required"><label class="gfield_label gform-field-label" for="input_3_4">Position<span class="gfield_required">*</span></label><div class="ginput_container ginput_container_select"><select name="input_4" id="input_3_4" class="large gfield_select" aria-required="true"><option value="" selected="selected" class="gf_placeholder">Choose</option><option value="dev">Developer</option><option value="ops">Operator</option></select></div></div>
<fieldset id="field_3_5" class="gfield gfield--type-radio"><legend class="gfield_label gform-field-label">Full time?</legend><div class="ginput_container ginput_container_radio"><div class="gfield_radio" id="input_3_5"><div class="gchoice"><input class="gfield-choice-input" name="input_5" type="radio" value="yes" id="choice_3_5_0"><label for="choice_3_5_0">Yes</label></div><div class="gchoice"><input class="gfield-choice-input" name="input_5" type="radio" value="no" id="choice_3_5_1"><label for="choice_3_5_1">No</label></div></div></div></fieldset>
<div id="field_3_6" class="gfield gfield--type-date"><label class="gfield_label gform-field-label" for="input_3_6">Start</label><div class="ginput_container ginput_container_date"><input name="input_6" id="input_3_6" type="text" value="" class="datepicker gform-datepicker mdy" placeholder="mm/dd/yyyy"></div></div>
<div id="field_3_7" class="gfield gfield--type-fileupload"><label class="gfield_label gform-field-label" for="input_3_7">Résumé</label><div class="ginput_container ginput_container_fileupload"><input name="input_7" id="input_3_7" type="file" class="large"></div></div>
<div id="field_3_8" class="gfield gfield--type-number"><label class="gfield_label gform-field-label" for="input_3_8">Years of experience</label><div class="ginput_container ginput_container_number"><input name="input_8" id="input_3_8" type="number" min="0" max="60" value="" class="large"></div></div>
<div id="field_3_9" class="gfield gfield--type-textarea"><label class="gfield_label gform-field-label" for="input_3_9">About you</label><div class="ginput_container ginput_container_textarea"><textarea name="input_9" id="input_3_9" class="textarea large" rows="10" cols="50"></textarea></div></div>
<fieldset id="field_3_10" class="gfield gfield--type-consent gfield_contains_required"><legend class="gfield_label gform-field-label">Consent<span class="gfield_required">*</span></legend><div class="ginput_container ginput_container_consent"><input name="input_10.1" id="input_3_10_1" type="checkbox" value="1" aria-required="true"><label class="gform-field-label" for="input_3_10_1">I agree to the privacy policy.</label></div></fieldset>
<div id="field_3_11" class="gfield gform_validation_container"><label for="input_3_11">Comments</label><input name="input_11" id="input_3_11" type="text" autocomplete="new-password" value=""></div>
</div></div>
<div class="gform-footer gform_footer top_label"><input type="submit" id="gform_submit_button_3" class="gform_button button" value="Apply"><input type="hidden" name="gform_submit" value="3"></div>
</form>
</div>`;

const ninjaForm = `
<noscript class="ninja-forms-noscript-message">Notice: JavaScript is required for this content.</noscript>
<div id="nf-form-5-cont" class="nf-form-cont" aria-live="polite"><div class="nf-loading-spinner"></div></div>
<script>var nfForms = nfForms || []; var form = []; form.id = '5'; nfForms.push(form);</script>`;

export const pages: readonly SitePage[] = [
  { id: 40, path: '/', title: 'Home', content: '<p>Welcome to the stand-in site.</p>' },
  { id: 42, path: '/contact/', title: 'Contact', content: contactForm },
  { id: 43, path: '/newsletter/', title: 'Newsletter', content: newsletterForm },
  { id: 44, path: '/apply/', title: 'Apply', content: applicationForm },
  { id: 45, path: '/quote/', title: 'Quote', content: ninjaForm },
  {
    id: 46,
    path: '/product/checkview-testing-product/',
    title: 'CheckView Testing Product',
    content: '<p>$1.00</p>',
  },
  { id: 47, path: '/product/shirt/', title: 'Shirt', content: '<p>$20.00</p>' },
];

export function renderPage(page: SitePage): string {
  return `<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8"><title>${page.title} – Stand-in site</title></head>
<body class="page page-id-${page.id}"><main><h1>${page.title}</h1>${page.content}</main></body></html>
`;
}
