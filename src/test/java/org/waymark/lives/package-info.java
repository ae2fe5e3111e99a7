/** Whole lives on the pathway: one told step by step over years, and many at random. */
@NullMarked
package org.waymark.lives;

import org.jspecify.annotations.NullMarked;
