/** What people do with Waymark from one end to the other, in a real browser against the whole application. */
@NullMarked
package org.waymark.journeys;

import org.jspecify.annotations.NullMarked;
