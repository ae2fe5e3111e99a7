@NullMarked
package org.waymark.referral.web;

import org.jspecify.annotations.NullMarked;
