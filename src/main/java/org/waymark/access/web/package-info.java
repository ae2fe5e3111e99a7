/** The sign-in page. */
@NullMarked
package org.waymark.access.web;

import org.jspecify.annotations.NullMarked;
