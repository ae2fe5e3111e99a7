/** Sign-in, the directory and who may see whom. */
@NullMarked
package org.waymark.access;

import org.jspecify.annotations.NullMarked;
