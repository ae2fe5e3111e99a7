/** Brings people in from a spreadsheet of referrals: reads it, shows what would happen, and then does it row by row. */
@NullMarked
package org.waymark.people.intake;

import org.jspecify.annotations.NullMarked;
