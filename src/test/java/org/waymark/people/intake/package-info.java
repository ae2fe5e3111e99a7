@NullMarked
package org.waymark.people.intake;

import org.jspecify.annotations.NullMarked;
