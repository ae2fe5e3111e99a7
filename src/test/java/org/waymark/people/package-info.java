@NullMarked
package org.waymark.people;

import org.jspecify.annotations.NullMarked;
