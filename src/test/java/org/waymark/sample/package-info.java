/** What tests take from the sample alliance. */
@NullMarked
package org.waymark.sample;

import org.jspecify.annotations.NullMarked;
