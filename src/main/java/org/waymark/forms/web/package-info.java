/** Where drafts are sent. */
@NullMarked
package org.waymark.forms.web;

import org.jspecify.annotations.NullMarked;
