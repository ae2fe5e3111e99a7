@NullMarked
package org.waymark.referral;

import org.jspecify.annotations.NullMarked;
