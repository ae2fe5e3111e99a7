/** Form definitions, their rules, their pages, and what happens to an answer. */
@NullMarked
package org.waymark.forms;

import org.jspecify.annotations.NullMarked;
