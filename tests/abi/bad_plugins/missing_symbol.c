/* Exports no policy. */
int candor_not_a_policy(void);
int candor_not_a_policy(void) {
  return 0;
}
