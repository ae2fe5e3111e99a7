@NullMarked
package org.waymark.bereavement;

import org.jspecify.annotations.NullMarked;
