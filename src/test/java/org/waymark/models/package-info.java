/** Models and forms are source: what they promise to Java and to each other is compared here. */
@NullMarked
package org.waymark.models;

import org.jspecify.annotations.NullMarked;
