@NullMarked
package org.waymark.bereavement.process;

import org.jspecify.annotations.NullMarked;
