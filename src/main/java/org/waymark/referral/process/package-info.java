@NullMarked
package org.waymark.referral.process;

import org.jspecify.annotations.NullMarked;
