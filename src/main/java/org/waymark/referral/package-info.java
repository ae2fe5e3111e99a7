/** Service directory and referrals, each a loop that closes when its outcome has been read. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "access", "audit", "workflow", "forms", "web"})
package org.waymark.referral;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
