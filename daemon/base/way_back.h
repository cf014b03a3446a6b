#ifndef CANDOR_DAEMON_BASE_WAY_BACK_H_
#define CANDOR_DAEMON_BASE_WAY_BACK_H_

// What whoever reads that something of a data directory is missing or damaged can do. A backup holds none of its files:
// a new directory is made of it.
namespace candor {

// "it" is the file that was named.
inline constexpr char kPutItBack[] =
    "put it back from a copy of this folder, or make the ledger anew of the newest backup: candord restore FILE "
    "--data-dir EMPTY";

// Of what is no file by itself, or goes together with others.
inline constexpr char kPutFolderBack[] =
    "put the whole folder back from a copy of it, or make the ledger anew of the newest backup: candord restore FILE "
    "--data-dir EMPTY";

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_WAY_BACK_H_
